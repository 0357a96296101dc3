@NullMarked
package io.millrace.data.movielens;

import org.jspecify.annotations.NullMarked;
