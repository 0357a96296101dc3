/** The third step: what a rating does on its items' side. */
@NullMarked
package io.millrace.features.item;

import org.jspecify.annotations.NullMarked;
