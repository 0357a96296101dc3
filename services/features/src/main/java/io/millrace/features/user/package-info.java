/** The second step: what a rating does on its user's side. */
@NullMarked
package io.millrace.features.user;

import org.jspecify.annotations.NullMarked;
