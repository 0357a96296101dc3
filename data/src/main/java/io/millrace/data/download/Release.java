package io.millrace.data.download;

import java.util.List;
import java.util.Optional;

/**
 * A MovieLens release that can be downloaded.
 *
 * @param name as users write it
 * @param algorithm of the digest, by Java's name
 * @param digest of the zip, lower-case hexadecimal
 * @param frozen whether the release never changes; where it may, the checksum that GroupLens
 *     publishes beside it outranks the digest
 */
public record Release(String name, String algorithm, String digest, boolean frozen) {
  /** All of them. The MD5 sums are those GroupLens publishes as NAME.zip.md5. */
  private static final List<Release> ALL =
      List.of(
          new Release("ml-100k", "MD5", "0e33842e24a9c977be4e0107933c0723", true),
          new Release("ml-1m", "MD5", "c4d9eecfca2ab87c1945afe126590906", true),
          new Release(
              "ml-latest-small",
              "SHA-256",
              "696d65a3dfceac7c45750ad32df2c259311949efec81f0f144fdfb91ebc9e436",
              false),
          new Release("ml-20m", "MD5", "cd245b17a1ae2cc31bb14903e1204af3", true),
          new Release("ml-25m", "MD5", "6b51fb2759a8657d3bfcbfc42b592ada", true),
          new Release("ml-32m", "MD5", "d472be332d4daa821edc399621853b57", true));

  /** The release of that name, if there is one. */
  public static Optional<Release> named(String name) {
    return ALL.stream().filter(release -> release.name.equals(name)).findFirst();
  }

  /** Names of all releases, smallest first. */
  public static List<String> names() {
    return ALL.stream().map(Release::name).toList();
  }

  /** The file's name, here and there. */
  public String file() {
    return name + ".zip";
  }
}
