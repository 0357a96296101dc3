package io.millrace.recommend.answer;

import io.millrace.model.recommendation.RecommendationQuery;

/** Answers queries; what HTTP and WebSocket ask. Thread-safe. */
public interface Answers {
  /**
   * The best items for the query.
   *
   * @throws io.millrace.recommend.http.RequestFault while there is no catalogue
   */
  ItemList recommend(RecommendationQuery query);

  /**
   * A page of the best items, with reasons: none that an earlier page had.
   *
   * @param explained whether it is told what each item goes by in numbers
   * @throws io.millrace.recommend.http.RequestFault while there is no catalogue
   */
  ItemList page(RecommendationQuery query, Paging paging, boolean explained);

  /**
   * The nearest items to an item.
   *
   * @param field how the query names the item
   * @throws io.millrace.recommend.http.RequestFault if there is no such item, or no catalogue yet
   */
  ItemList similar(String itemId, String field, int n);
}
