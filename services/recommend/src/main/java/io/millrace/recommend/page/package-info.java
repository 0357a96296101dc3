/** What people look at: the page to try it, and the API's document. */
@NullMarked
package io.millrace.recommend.page;

import org.jspecify.annotations.NullMarked;
