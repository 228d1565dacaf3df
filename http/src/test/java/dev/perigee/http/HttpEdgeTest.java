package dev.perigee.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpEdgeTest {
    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void anAnswerThatComesWhenTheEdgeHasClosedReachesNobodyAndHarmsNothing(HttpClient.Version version)
            throws Exception {
        CompletableFuture<Call> taken = new CompletableFuture<>();
        try (var logic = Executors.newVirtualThreadPerTaskExecutor()) {
            HttpEdge edge = new HttpEdge(logic, 10, Problems.COMMON);
            edge.serve(HttpMethod.GET, "/late", 0, HttpEdge.Gate.OPEN, taken::complete);
            int port = edge.listen("127.0.0.1", 0);
            HttpClient client = HttpClient.newBuilder().version(version).build();
            var answer = client.sendAsync(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/late"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            Call call = taken.get(10, TimeUnit.SECONDS);

            edge.stopListening();
            edge.close();

            assertThat(call.reply(200, "late")).isFalse();
            client.shutdownNow();
            assertThat(answer).failsWithin(10, TimeUnit.SECONDS);
        }
    }
}
