/** What comes out of an evaluation: results by model, as JSON, as a page with plots, as dumps. */
@NullMarked
package io.millrace.trainer.protocol.report;

import org.jspecify.annotations.NullMarked;
