/** HTML pages that need nothing beside them, with plots as SVG. */
@NullMarked
package io.millrace.trainer.page;

import org.jspecify.annotations.NullMarked;
