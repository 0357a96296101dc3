package io.millrace.runtime;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Why a file could not be read or written, or a host not be reached, in words for the user. */
public final class IoReason {
  private IoReason() {}

  /**
   * In words; the names of Java's exceptions say nothing to whoever called a command.
   *
   * @param failure as Java tells it
   */
  public static String of(Throwable failure) {
    return switch (failure) {
      case FileSystemException file -> ofFile(file);
      case HttpTimeoutException late -> "no answer in time";
      case SocketTimeoutException late -> "no answer in time";
      case UnknownHostException unknown -> "the host is not known";
      case ConnectException refused -> ofConnection(refused);
      case CharacterCodingException garbled -> "it is not text in UTF-8";
      default -> message(failure, failure.getClass().getSimpleName());
    };
  }

  private static String ofFile(FileSystemException failure) {
    String file = String.valueOf(failure.getFile());
    return switch (failure) {
      case NoSuchFileException missing -> "no such file or directory: " + file;
      case AccessDeniedException denied -> "no permission: " + file;
      case FileAlreadyExistsException there -> "there is a file already: " + file;
      default -> message(failure, "the file system refused: " + file);
    };
  }

  private static String ofConnection(ConnectException failure) {
    for (@Nullable Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof UnresolvedAddressException) {
        return "the host is not known";
      }
    }
    return message(failure, "connection refused");
  }

  private static String message(Throwable failure, String otherwise) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? otherwise : message;
  }
}
