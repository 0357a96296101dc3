package io.millrace.data.movielens;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/** A zip entry whose checksum is compared at its end, which {@code ZipFile} leaves out. */
final class CheckedEntry extends FilterInputStream {
  private final ZipEntry entry;
  private final CRC32 sum = new CRC32();

  CheckedEntry(InputStream in, ZipEntry entry) {
    super(in);
    this.entry = entry;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count > 0) {
      sum.update(bytes, offset, count);
    } else if (count < 0 && entry.getCrc() != -1 && entry.getCrc() != sum.getValue()) {
      throw new ZipException(
          "%s: checksum is %08x, must be %08x"
              .formatted(entry.getName(), sum.getValue(), entry.getCrc()));
    }
    return count;
  }

  @Override
  public long skip(long n) throws IOException {
    return readNBytes((int) Math.min(n, 1 << 16)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
