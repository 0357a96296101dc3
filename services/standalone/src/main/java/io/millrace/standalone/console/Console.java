package io.millrace.standalone.console;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Standard output for people, and progress on standard error. Thread-safe. */
public final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;

  /**
   * A console.
   *
   * @param terminal whether bars may be redrawn in place
   */
  public Console(PrintStream out, PrintStream err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** This process's. JDK 25 has no console where input or output is no terminal. */
  @SuppressWarnings("SystemConsoleNull")
  public static Console standard() {
    java.io.@Nullable Console terminal = System.console();
    return new Console(System.out, System.err, terminal != null && terminal.isTerminal());
  }

  /** Says a line. */
  @FormatMethod
  public void say(@FormatString String format, @Nullable Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
    out.flush();
  }

  /** Says a line that must not be overlooked. */
  @FormatMethod
  public void shout(@FormatString String format, @Nullable Object... arguments) {
    String line = String.format(Locale.ROOT, format, arguments);
    String rule =
        "!"
            .repeat(
                Math.min(
                    100, Math.max(20, line.lines().mapToInt(String::length).max().orElse(20))));
    err.println(rule + "\n" + line + "\n" + rule);
    err.flush();
  }

  /** A bar, or lines where standard output is no terminal. */
  public Bar bar(String task, long total) {
    return bar(task, total, Bar.Scale.COUNT);
  }

  /** The same; what is not a count is told as a percentage alone. */
  public Bar bar(String task, long total, Bar.Scale scale) {
    return terminal ? Bar.drawn(task, total, scale, err) : Bar.lines(task, total, scale, err);
  }
}
