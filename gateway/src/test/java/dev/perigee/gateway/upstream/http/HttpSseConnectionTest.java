package dev.perigee.gateway.upstream.http;

import static dev.perigee.gateway.upstream.http.Conversing.answered;
import static dev.perigee.gateway.upstream.http.Conversing.lost;
import static dev.perigee.gateway.upstream.http.Conversing.next;
import static dev.perigee.gateway.upstream.http.Conversing.notification;
import static dev.perigee.gateway.upstream.http.Conversing.request;
import static dev.perigee.gateway.upstream.http.Conversing.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpSseConnectionTest {
    private static final String END = "end";

    private final Conversing client = new Conversing();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        events.add(END);
        client.close();
    }

    @Test
    void requestsGoWhereTheServerSaysAndAnswersComeOnTheStream() throws Exception {
        try (FakeMcpServer server = server()) {
            HttpSseConnection connection = new HttpSseConnection(client.client(server), client);
            Exchange exchange = connection.begin(request(1, "initialize"));
            assertThat(server.next().method()).isEqualTo("GET");
            events.add("event: endpoint\ndata: /messages?session=7\n\n");
            FakeMcpServer.Received posted = server.next();
            assertThat(posted.method()).isEqualTo("POST");
            assertThat(posted.path()).isEqualTo("/messages?session=7");

            events.add("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}\n\n");
            events.add("data: {\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"ping\"}\n\n");
            events.add("data: " + result(99, "{}") + "\n\n");
            events.add("data: " + result(1, "{}") + "\n\n");
            assertThat(answered(exchange)).isEqualTo(result(1, "{}"));
            assertThat(client.heard()).isInstanceOf(Message.Notification.class);
            assertThat(client.heard()).isInstanceOf(Message.Request.class);

            connection.send(notification("notifications/initialized"));
            Exchange open = connection.begin(request(2, "tools/list"));
            assertThat(server.next().calls("notifications/initialized")).isTrue();
            assertThat(server.next().calls("tools/list")).isTrue();
            events.add(END);
            assertThat(lost(open).sent()).isTrue();
            assertThat(client.heard()).isEqualTo(new Loss(Loss.Cause.GONE, "the stream ended"));
            assertThat(lost(connection.begin(request(3, "ping"))).sent()).isFalse();
        }
    }

    @Test
    void progressIsForTheRequestThatItNamesAndElseForNobody() throws Exception {
        try (FakeMcpServer server = server()) {
            HttpSseConnection connection = new HttpSseConnection(client.client(server), client);
            Exchange exchange = connection.begin(request(1, "tools/call"));
            events.add("event: endpoint\ndata: /messages\n\n");
            // Nobody answers before he is asked.
            assertThat(server.next().method()).isEqualTo("GET");
            assertThat(server.next().calls("tools/call")).isTrue();
            for (int token = 1; token <= 2; token++) {
                events.add("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                        + "\"params\":{\"progressToken\":" + token + ",\"progress\":1}}\n\n");
            }
            events.add("data: " + result(1, "{}") + "\n\n");

            assertThat(next(exchange)).isInstanceOf(Exchange.Event.Told.class);
            assertThat(answered(exchange)).isEqualTo(result(1, "{}"));
            assertThat(client.heardSoFar()).isEmpty();
        }
    }

    @Test
    void credentialsDoNotGoToAnotherOrigin() throws Exception {
        try (FakeMcpServer server = server()) {
            Exchange exchange = new HttpSseConnection(client.client(server), client).begin(request(1, "initialize"));
            events.add("event: endpoint\ndata: http://127.0.0.1:1/messages\n\n");

            assertThat(lost(exchange)).satisfies(end -> {
                assertThat(end.why().cause()).isEqualTo(Loss.Cause.MISBEHAVED);
                assertThat(end.sent()).isFalse();
            });
        }
    }

    @Test
    void aRequestThatIsRefusedIsAnsweredOrLostAlone() throws Exception {
        String error = "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32600,\"message\":\"no\"}}";
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> {
            if (request.method().equals("GET")) {
                wire.stream();
                wire.lines("event: endpoint\ndata: /in\n\n");
                events.take();
            } else if (request.calls("a")) {
                wire.answer(400, error);
            } else {
                wire.answer(401, "", "WWW-Authenticate: Bearer");
            }
        })) {
            HttpSseConnection connection = new HttpSseConnection(client.client(server), client);

            assertThat(answered(connection.begin(request(1, "a")))).isEqualTo(error);
            assertThat(lost(connection.begin(request(2, "b"))))
                    .isEqualTo(new Exchange.Event.Lost(new Loss(Loss.Cause.UNAUTHORIZED, "HTTP 401: Bearer"), false));
            connection.close();
            assertThat(client.heardSoFar()).isEmpty();
        }
    }

    @Test
    void aServerWithoutSuchAStreamIsNone() throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((_, wire) -> wire.answer(405, ""))) {
            Exchange exchange = new HttpSseConnection(client.client(server), client).begin(request(1, "initialize"));

            assertThat(lost(exchange).why()).isEqualTo(new Loss(Loss.Cause.MISBEHAVED, "HTTP 405"));
        }
    }

    private FakeMcpServer server() {
        return new FakeMcpServer((request, wire) -> {
            if (request.method().equals("POST")) {
                wire.answer(202, "Accepted");
                return;
            }
            wire.stream();
            for (String event = events.take(); !event.equals(END); event = events.take()) {
                wire.lines(event);
            }
            wire.endStream();
        });
    }
}
