package io.millrace.data.download;

import io.millrace.data.DatasetFault;
import io.millrace.data.DatasetFault.Reason;
import io.millrace.data.DownloadListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file from the web, continued where an earlier attempt broke off. Not thread-safe. */
final class Download implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration STALL = Duration.ofMinutes(1);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Pattern MD5 = Pattern.compile("\\b([0-9a-fA-F]{32})\\b");

  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final URI from;
  private final DownloadListener listener;
  private final Duration stall;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  Download(URI from, DownloadListener listener) {
    this(from, listener, STALL);
  }

  /**
   * A download.
   *
   * @param stall longest time without a byte
   */
  Download(URI from, DownloadListener listener, Duration stall) {
    this.from = from;
    this.listener = listener;
    this.stall = stall;
  }

  /**
   * Fetches the file, or what is missing of it.
   *
   * @throws DatasetFault if the host cannot be reached or does not give it
   * @throws IOException if it cannot be written
   */
  void to(Path part) throws IOException {
    long have = Files.exists(part) ? Files.size(part) : 0;
    HttpResponse<InputStream> answer = ask(have);
    if (answer.statusCode() == RANGE_NOT_SATISFIABLE) {
      answer.body().close();
      Files.deleteIfExists(part);
      have = 0;
      answer = ask(have);
    }
    try (InputStream body = answer.body()) {
      switch (answer.statusCode()) {
        case OK -> copy(body, part, 0, length(answer));
        case PARTIAL -> copy(body, part, have, length(answer));
        default -> throw refused(answer.statusCode());
      }
    }
  }

  /** The MD5 sum that is published beside the file; empty where there is none to be had. */
  Optional<String> publishedMd5() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(from + ".md5")).timeout(ANSWER).GET().build();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      Matcher sum = MD5.matcher(answer.body());
      return answer.statusCode() == OK && sum.find() ? Optional.of(sum.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private HttpResponse<InputStream> ask(long have) {
    HttpRequest.Builder request = HttpRequest.newBuilder(from).timeout(ANSWER).GET();
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    try {
      return client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static long length(HttpResponse<?> answer) {
    return answer.headers().firstValueAsLong("Content-Length").orElse(-1);
  }

  private void copy(InputStream body, Path part, long have, long length) throws IOException {
    long total = length < 0 ? -1 : have + length;
    long done = have;
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(part, openOptions(have));
        StallGuard guard = new StallGuard(body, stall)) {
      for (int count = read(guard, buffer); count >= 0; count = read(guard, buffer)) {
        out.write(buffer, 0, count);
        done += count;
        listener.progressed(done, total);
      }
    }
    if (total >= 0 && done < total) {
      throw unreachable(new IOException("broke off after %d of %d bytes".formatted(done, total)));
    }
  }

  private static StandardOpenOption[] openOptions(long have) {
    return new StandardOpenOption[] {
      StandardOpenOption.CREATE,
      StandardOpenOption.WRITE,
      have > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING
    };
  }

  private int read(StallGuard body, byte[] buffer) {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private DatasetFault refused(int status) {
    return new DatasetFault(
        Reason.UNREACHABLE,
        "%s: must answer 200, answered %d; try again later, or give the path of a zip or directory"
            .formatted(from, status));
  }

  private DatasetFault unreachable(IOException e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new DatasetFault(
        Reason.UNREACHABLE,
        ("%s: cannot be downloaded (%s); go online and try again, it resumes, or give the path of a"
                + " zip or directory, or use the data set sample")
            .formatted(from, why),
        e);
  }

  private DatasetFault interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new DatasetFault(
        Reason.UNREACHABLE, from + ": download interrupted; try again, it resumes", e);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
