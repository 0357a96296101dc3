package io.millrace.tests.fuzz;

import io.millrace.data.Dataset;
import io.millrace.data.DatasetFault;
import io.millrace.data.movielens.MovieLens;
import io.millrace.fuzzing.FuzzTarget;
import io.millrace.fuzzing.ScratchDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip of a MovieLens release, damaged as an archive. */
public final class ArchiveTarget implements FuzzTarget {
  private static final Map<String, String> FILES =
      Map.of(
          "ml/ratings.dat", "1::10::5::978300760\n2::10::4::978301968\n",
          "ml/movies.dat", "10::Heat (1995)::Action|Crime\n");

  private final ScratchDirectory directory = ScratchDirectory.create();

  @Override
  public List<byte[]> seeds() {
    return List.of(archive(ZipEntry.DEFLATED), archive(ZipEntry.STORED));
  }

  private static byte[] archive(int method) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> file :
          FILES.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
        byte[] text = file.getValue().getBytes(StandardCharsets.US_ASCII);
        out.putNextEntry(entry(file.getKey(), method, text));
        out.write(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static ZipEntry entry(String name, int method, byte[] text) {
    CRC32 sum = new CRC32();
    sum.update(text);
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    entry.setMethod(method);
    entry.setSize(text.length);
    entry.setCrc(sum.getValue());
    return entry;
  }

  @Override
  public boolean take(byte[] input) throws IOException {
    Path archive = directory.write("release.zip", input);
    try {
      Dataset release = MovieLens.open("fuzzed", archive, true);
      try (Stream<?> items = release.items();
          Stream<?> ratings = release.ratings()) {
        items.forEach(item -> {});
        ratings.forEach(rating -> {});
      }
      return true;
    } catch (DatasetFault refused) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
