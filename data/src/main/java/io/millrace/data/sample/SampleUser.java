package io.millrace.data.sample;

import io.millrace.schemas.User;

/**
 * A user and what is hidden behind it. The array is not to be changed.
 *
 * @param user as the catalogue has it
 * @param taste its place in the space of taste: [dimensions]
 * @param kindness stars above or below the mean
 */
@SuppressWarnings("ArrayRecordComponent")
record SampleUser(User user, double[] taste, double kindness) {}
