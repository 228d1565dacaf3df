package dev.perigee.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
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

    @Test
    void whatIsServedOnTheLoopChangesThreadsOnlyWhenItAsksForThat() throws Exception {
        try (var logic = Executors.newVirtualThreadPerTaskExecutor()) {
            HttpEdge edge = new HttpEdge(logic, 10, Problems.COMMON);
            edge.serveOnLoop(HttpMethod.GET, "/loop", 0, HttpEdge.Gate.OPEN, call -> {
                boolean virtual = Thread.currentThread().isVirtual();
                call.onThread(() -> call.reply(
                        200, new boolean[] {virtual, Thread.currentThread().isVirtual()}));
            });
            edge.serveOnLoop(HttpMethod.GET, "/broken", 0, HttpEdge.Gate.OPEN, _ -> {
                throw new ProblemException(ProblemType.SERVER_UNKNOWN, "nothing is here");
            });
            int port = edge.listen("127.0.0.1", 0);

            assertThat(get(port, "/loop").body()).isEqualTo("[false,true]");
            assertThat(get(port, "/broken").statusCode()).isEqualTo(404);

            edge.stopListening();
            edge.close();
        }
    }

    @Test
    void whoAsksTooLateHearsOfACallerThatHasGoneAndNotOfOneThatWasAnswered() throws Exception {
        CompletableFuture<Call> taken = new CompletableFuture<>();
        CompletableFuture<String> gone = new CompletableFuture<>();
        try (var logic = Executors.newVirtualThreadPerTaskExecutor()) {
            HttpEdge edge = new HttpEdge(logic, 10, Problems.COMMON);
            edge.serve(HttpMethod.GET, "/", 0, HttpEdge.Gate.OPEN, call -> {
                call.onEnd(() -> taken.complete(call));
                call.onGone(() -> gone.complete("early"));
            });
            edge.serve(HttpMethod.GET, "/answered", 0, HttpEdge.Gate.OPEN, call -> {
                call.reply(200, "here");
                call.onGone(() -> gone.complete("answered"));
            });
            int port = edge.listen("127.0.0.1", 0);
            get(port, "/answered");
            try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), port)) {
                caller.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(gone.get(10, TimeUnit.SECONDS)).isEqualTo("early");
            CompletableFuture<String> late = new CompletableFuture<>();

            taken.get(10, TimeUnit.SECONDS).onGone(() -> late.complete("late"));

            assertThat(late.get(10, TimeUnit.SECONDS)).isEqualTo("late");
            edge.stopListening();
            edge.close();
        }
    }

    @Test
    void whatIsToBeDoneLaterIsDoneAlsoWhenTheCallIsOverUnlessItIsCalledOff() throws Exception {
        CompletableFuture<String> done = new CompletableFuture<>();
        try (var logic = Executors.newVirtualThreadPerTaskExecutor()) {
            HttpEdge edge = new HttpEdge(logic, 10, Problems.COMMON);
            edge.serve(HttpMethod.GET, "/", 0, HttpEdge.Gate.OPEN, call -> {
                call.later(Duration.ofMillis(1), () -> done.complete("called off"))
                        .run();
                call.later(Duration.ofMillis(1), () -> done.complete("after the end"));
                call.reply(200, "now");
            });
            int port = edge.listen("127.0.0.1", 0);

            assertThat(get(port, "/").statusCode()).isEqualTo(200);
            assertThat(done).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("after the end");

            edge.stopListening();
            edge.close();
        }
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
