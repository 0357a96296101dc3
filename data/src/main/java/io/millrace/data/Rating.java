package io.millrace.data;

/**
 * A row of a ratings file.
 *
 * @param row its number among the well-formed rows of the file, from 0
 * @param userId the data set's id of the user
 * @param itemId the data set's id of the item
 * @param rating stars as the file has them; 0.5 to 5 where the data is sound
 * @param timestamp event time, milliseconds since the epoch
 */
public record Rating(long row, String userId, String itemId, double rating, long timestamp) {}
