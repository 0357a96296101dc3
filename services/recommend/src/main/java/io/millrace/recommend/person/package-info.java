/** Everything that is held of one person, for that person. */
@NullMarked
package io.millrace.recommend.person;

import org.jspecify.annotations.NullMarked;
