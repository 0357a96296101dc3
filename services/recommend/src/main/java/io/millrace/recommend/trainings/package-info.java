/** How trainings go, as the trainer tells it on its topic. */
@NullMarked
package io.millrace.recommend.trainings;

import org.jspecify.annotations.NullMarked;
