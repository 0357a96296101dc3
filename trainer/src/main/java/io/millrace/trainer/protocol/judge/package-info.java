/**
 * How contenders are judged: what each protocol has them learn from, what it asks of them, and the
 * figures that come of the answers.
 */
@NullMarked
package io.millrace.trainer.protocol.judge;

import org.jspecify.annotations.NullMarked;
