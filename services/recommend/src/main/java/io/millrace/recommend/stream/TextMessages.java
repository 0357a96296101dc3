package io.millrace.recommend.stream;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Puts a socket's frames together to text messages. What RFC 6455 (Fette and Melnikov 2011, section
 * 7.4.1) has a code for closes the socket: 1003 for bytes instead of text, 1007 for text that is
 * not UTF-8, 1009 for a message that is too long. One thread.
 */
final class TextMessages implements Handler<WebSocketFrame> {
  /** Most bytes of a message. */
  static final int MOST = 64 * 1024;

  private static final short UNSUPPORTED_DATA = 1003;
  private static final short INVALID_PAYLOAD = 1007;
  private static final short TOO_BIG = 1009;

  /** How a socket is closed. */
  @FunctionalInterface
  interface Closing {
    void close(short code, String reason);
  }

  private final Consumer<byte[]> messages;
  private final Closing closing;
  private Buffer partial = Buffer.buffer();
  private boolean closed;

  TextMessages(Consumer<byte[]> messages, Closing closing) {
    this.messages = messages;
    this.closing = closing;
  }

  @Override
  public void handle(WebSocketFrame frame) {
    if (closed) {
      return;
    }
    if (frame.isBinary()) {
      close(UNSUPPORTED_DATA, "message: must be text, was binary");
    } else if (frame.isText() || frame.isContinuation()) {
      add(frame);
    }
  }

  private void add(WebSocketFrame frame) {
    if (partial.length() + frame.binaryData().length() > MOST) {
      close(TOO_BIG, "message: must have at most " + MOST + " bytes");
      return;
    }
    partial.appendBuffer(frame.binaryData());
    if (frame.isFinal()) {
      byte[] message = partial.getBytes();
      partial = Buffer.buffer();
      deliver(message);
    }
  }

  private void deliver(byte[] message) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message));
    } catch (CharacterCodingException e) {
      close(INVALID_PAYLOAD, "message: must be UTF-8, is not");
      return;
    }
    messages.accept(message);
  }

  private void close(short code, String reason) {
    closed = true;
    partial = Buffer.buffer();
    closing.close(code, reason);
  }
}
