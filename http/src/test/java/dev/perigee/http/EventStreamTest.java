package dev.perigee.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventStreamTest {
    @Test
    void aSourceThatCannotHintIsAskedAgainAndAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpEdge edge = new HttpEdge(Executors.newVirtualThreadPerTaskExecutor(), 10, Problems.COMMON);
        edge.serve(HttpMethod.GET, "/events", 0, HttpEdge.Gate.OPEN, call -> {
            EventStream stream = call.stream(
                    () -> asked.incrementAndGet() < 4 ? new EventStream.Next.Nothing() : new EventStream.Next.End());
            stream.open();
            stream.hintEvery(Duration.ofMillis(100));
        });
        int port = edge.listen("127.0.0.1", 0);
        HttpClient client = HttpClient.newHttpClient();
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/events"))
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo(":\n\n");
            assertThat(asked).hasValue(4);
        } finally {
            client.shutdownNow();
            edge.stopListening();
            edge.close();
        }
    }

    @Test
    void whatComesFasterThanItIsWrittenComesInOrder() throws Exception {
        int events = 5_000;
        AtomicInteger next = new AtomicInteger();
        HttpEdge edge = new HttpEdge(Executors.newVirtualThreadPerTaskExecutor(), 10, Problems.COMMON);
        edge.serve(
                HttpMethod.GET,
                "/events",
                0,
                HttpEdge.Gate.OPEN,
                call -> call.stream(() -> next.get() == events
                                ? new EventStream.Next.End()
                                : new EventStream.Next.Event(null, "n", String.valueOf(next.getAndIncrement())))
                        .open());
        int port = edge.listen("127.0.0.1", 0);
        HttpClient client = HttpClient.newHttpClient();
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/events"))
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body().lines().filter(line -> line.startsWith("data: ")))
                    .containsExactlyElementsOf(IntStream.range(0, events)
                            .mapToObj(number -> "data: " + number)
                            .toList());
        } finally {
            client.shutdownNow();
            edge.stopListening();
            edge.close();
        }
    }
}
