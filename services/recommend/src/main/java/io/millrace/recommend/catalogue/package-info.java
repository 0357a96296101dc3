/** Users and items: shown, put and deleted. */
@NullMarked
package io.millrace.recommend.catalogue;

import org.jspecify.annotations.NullMarked;
