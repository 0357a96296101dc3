package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IoReasonTest {
  static Stream<Arguments> failures() {
    ConnectException unresolved = new ConnectException();
    unresolved.initCause(new UnresolvedAddressException());
    return Stream.of(
        Arguments.of(new NoSuchFileException("nope"), "no such file or directory: nope"),
        Arguments.of(new AccessDeniedException("mine"), "no permission: mine"),
        Arguments.of(new FileAlreadyExistsException("a"), "there is a file already: a"),
        Arguments.of(new FileSystemException("a", null, "Is a directory"), "a: Is a directory"),
        Arguments.of(new ConnectException(), "connection refused"),
        Arguments.of(unresolved, "the host is not known"),
        Arguments.of(new UnknownHostException("elsewhere"), "the host is not known"),
        Arguments.of(new MalformedInputException(1), "it is not text in UTF-8"),
        Arguments.of(new IOException("No space left on device"), "No space left on device"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldSayInWordsWhenJavaNamesAnException(Exception failure, String words) {
    assertThat(IoReason.of(failure)).isEqualTo(words);
  }
}
