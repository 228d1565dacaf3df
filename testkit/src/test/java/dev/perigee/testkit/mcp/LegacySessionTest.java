package dev.perigee.testkit.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testkit.mcp.offer.Json;
import dev.perigee.testkit.mcp.offer.Offers;
import dev.perigee.testkit.mcp.offer.Refusal;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class LegacySessionTest {
    private final CountDownLatch never = new CountDownLatch(1);
    private final Recorded standalone = new Recorded();
    private final Recorded outlet = new Recorded();
    private final LegacySession session = new LegacySession(
            new Offers(LegacySession.RESOURCE_NOT_FOUND),
            new Changes(),
            time -> {
                if (time.toSeconds() > 0) {
                    never.await();
                }
            },
            standalone);

    @BeforeEach
    void initialize() throws InterruptedException {
        request("initialize", """
                {"protocolVersion":"2025-06-18","capabilities":{"sampling":{}},"clientInfo":{"name":"t","version":"1"}}
                """);
        assertThat(outlet.next().at("/result/protocolVersion").asString()).isEqualTo("2025-06-18");
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void anUnknownVersionIsAnsweredWithTheLatest() throws InterruptedException {
        request("initialize", "{\"protocolVersion\":\"1999-01-01\",\"capabilities\":{}}");
        assertThat(outlet.next().at("/result/protocolVersion").asString()).isEqualTo(LegacySession.LATEST);
    }

    @Test
    void whatAToolAsksIsARequestToTheClientAndTheAnswerComesIntoTheResult() throws InterruptedException {
        call("test_sampling", "{\"prompt\":\"Well?\"}");
        ObjectNode asked = outlet.next();
        assertThat(asked.path("method").asString()).isEqualTo("sampling/createMessage");
        assertThat(asked.at("/params/messages/0/content/text").asString()).isEqualTo("Well?");
        ObjectNode answer = Json.object("{\"jsonrpc\":\"2.0\",\"result\":{\"content\":{\"text\":\"Fine\"}}}");
        answer.set("id", asked.path("id"));
        session.receive(answer, standalone);
        assertThat(outlet.next().at("/result/content/0/text").asString()).isEqualTo("LLM response: Fine");
    }

    @Test
    void nothingIsAskedThatTheClientDidNotDeclare() throws InterruptedException {
        call("test_elicitation", "{}");
        ObjectNode response = outlet.next();
        assertThat(response.at("/error/code").asInt()).isEqualTo(Refusal.MISSING_CAPABILITY);
        assertThat(response.at("/error/data/requiredCapabilities").has("elicitation"))
                .isTrue();
    }

    @Test
    void aCancelledCallEndsWithoutAResponse() throws InterruptedException {
        call("slow_compute", "{\"seconds\":60}");
        session.receive(
                Json.object("{\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}"), standalone);
        outlet.awaitEnd();
        call("test_cancelled_calls", "{}");
        assertThat(outlet.next().at("/result/content/0/text").asString()).isEqualTo("1");
    }

    @Test
    void onlyLogLevelsThatTheClientSetAreSent() throws InterruptedException {
        request("logging/setLevel", "{\"level\":\"error\"}");
        outlet.next();
        call("test_logging_tool", "{}");
        assertThat(outlet.next().has("result")).isTrue();
        request("logging/setLevel", "{\"level\":\"debug\"}");
        outlet.next();
        call("test_logging_tool", "{}");
        assertThat(outlet.next().path("method").asString()).isEqualTo("notifications/message");
    }

    @Test
    void aChangedResourceIsToldOfWhileItIsSubscribedTo() throws InterruptedException {
        request("resources/subscribe", "{\"uri\":\"test://watched-resource\"}");
        outlet.next();
        call("test_trigger_resource_change", "{}");
        outlet.next();
        assertThat(standalone.next().at("/params/uri").asString()).isEqualTo("test://watched-resource");
        request("resources/unsubscribe", "{\"uri\":\"test://watched-resource\"}");
        outlet.next();
        call("test_trigger_resource_change", "{}");
        outlet.next();
        assertThat(standalone.isEmpty()).isTrue();
    }

    @Test
    void aResourceThatIsNotThereHasTheCodeOfTheEra() throws InterruptedException {
        request("resources/read", "{\"uri\":\"test://nowhere\"}");
        ObjectNode response = outlet.next();
        assertThat(response.at("/error/code").asInt()).isEqualTo(LegacySession.RESOURCE_NOT_FOUND);
        assertThat(response.at("/error/data/uri").asString()).isEqualTo("test://nowhere");
    }

    private void call(String tool, String arguments) {
        request("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
    }

    private void request(String method, String params) {
        ObjectNode request = Json.object().put("jsonrpc", "2.0").put("id", 7).put("method", method);
        request.set("params", Json.object(params));
        session.receive(request, outlet);
    }
}
