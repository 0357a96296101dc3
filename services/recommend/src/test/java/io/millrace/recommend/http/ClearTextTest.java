package io.millrace.recommend.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.recommend.RunningService;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class ClearTextTest {
  @Test
  void shouldKeepToHttp1WithAClientThatWouldGoOverToHttp2InMidRequest() throws Exception {
    try (RunningService service = RunningService.empty();
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      HttpRequest request = HttpRequest.newBuilder(service.uri("http", "/openapi.json")).build();

      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }
}
