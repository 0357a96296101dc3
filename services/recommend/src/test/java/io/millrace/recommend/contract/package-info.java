/** Holds the service to its OpenAPI document, and the document to the service. */
@NullMarked
package io.millrace.recommend.contract;

import org.jspecify.annotations.NullMarked;
