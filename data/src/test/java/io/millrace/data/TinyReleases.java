package io.millrace.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Hand-made releases in each layout, with invented films. */
public final class TinyReleases {
  private TinyReleases() {}

  /** Two films, two users, three ratings, written in no order of time. */
  public static Path hundredK(Path parent) throws IOException {
    Path root = Files.createDirectories(parent.resolve("ml-100k"));
    write(root, "u.genre", ISO_8859_1, "unknown|0", "Action|1", "Comedy|2", "");
    write(
        root,
        "u.item",
        ISO_8859_1,
        "7|Caf\u00e9, The (1991)|01-Feb-1991||http://example.org/7|0|1|1",
        "9|unknown||||1|0|0");
    write(root, "u.user", ISO_8859_1, "3|24|F|writer|T8H1N", "4|61|M|retired|00501");
    write(root, "u.data", ISO_8859_1, "3\t7\t5\t200", "4\t9\t1\t100", "4\t7\t3\t200");
    return root;
  }

  /** The same in the layout of 1M. */
  public static Path oneM(Path parent) throws IOException {
    Path root = Files.createDirectories(parent.resolve("ml-1m"));
    write(
        root,
        "movies.dat",
        ISO_8859_1,
        "7::Caf\u00e9, The (1991)::Action|Comedy",
        "9::Two: Part II (1986) ::Drama");
    write(root, "users.dat", ISO_8859_1, "3::F::25::20::55117", "4::M::1::10::00501-1234");
    write(root, "ratings.dat", ISO_8859_1, "3::7::5::200", "4::9::1::100", "4::7::3::200");
    return root;
  }

  /** A CSV release with quotes, half stars, links and tags. */
  public static Path csv(Path parent) throws IOException {
    Path root = Files.createDirectories(parent.resolve("ml-latest-small"));
    write(
        root,
        "movies.csv",
        UTF_8,
        "movieId,title,genres",
        "7,\"Caf\u00e9, The (1991)\",Action|Comedy",
        "9,\"So-Called \"\"Twin\"\" (2006\u20132007)\",(no genres listed)",
        "10,No Year,Drama");
    write(root, "links.csv", UTF_8, "movieId,imdbId,tmdbId", "7,0114709,862", "9,0113497,");
    write(
        root,
        "tags.csv",
        UTF_8,
        "userId,movieId,tag,timestamp",
        "3,7,\"Dark, slow\",50",
        "4,7,Funny,51",
        "5,7,funny,52");
    write(
        root,
        "ratings.csv",
        UTF_8,
        "userId,movieId,rating,timestamp",
        "3,7,4.5,200",
        "4,9,0.5,100",
        "\"4\",7,3.0,200");
    return root;
  }

  /** A file of lines. */
  public static void write(Path root, String file, Charset charset, String... lines)
      throws IOException {
    Files.write(root.resolve(file), List.of(lines), charset);
  }

  /** The directory as a zip beside it, with its own name as the folder inside. */
  public static Path zip(Path directory) throws IOException {
    String name = String.valueOf(directory.getFileName());
    Path zip = directory.resolveSibling(name + ".zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
        Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        out.putNextEntry(new ZipEntry(name + "/" + file.getFileName()));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
    return zip;
  }
}
