package dev.perigee.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.upstream.MemoryServer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BridgedQuestionsTest {
    private final MemoryServer old =
            new MemoryServer("{\"tools\":{}}").on("tools/list", "{\"tools\":[{\"name\":\"ask\"}]}");
    private final OpenDoor door = OpenDoor.before(DoorLimits.DEFAULT).put("old", old);

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void eachRoundOfACallIsToldUnderTheNamesOfItsServer() {
        old.on("tools/call", (talk, request) -> talk.ask(request, "q", "elicitation/create"));
        StatelessVisitor visitor = door.stateless("/mcp").declaring("{\"elicitation\":{}}");
        JsonObject asked = visitor.result("tools/call", "{\"name\":\"old__ask\"}");
        old.onResponse(
                (talk, _) -> talk.answer(talk.requests("tools/call").getLast(), JsonObject.of("{\"content\":[]}")));

        visitor.result(
                "tools/call",
                "{\"name\":\"old__ask\",\"inputResponses\":{\"elicitation-1\":{\"action\":\"decline\"}},\"requestState\":\""
                        + asked.string("requestState").orElseThrow() + "\"}");

        Waiting.until(() -> door.ended().size() == 2);
        assertThat(door.ended())
                .extracting(turn -> turn.request().params().string("name").orElse("?"))
                .containsExactly("ask", "ask");
        assertThat(door.ended().getLast().request().params().has("inputResponses"))
                .isTrue();
    }

    @Test
    void whatIsAskedTogetherStandsInTheOrderInWhichItWasAsked() {
        old.on("tools/call", (talk, request) -> {
            for (int i = 0; i < 20; i++) {
                talk.ask(request, "q" + i, "elicitation/create");
            }
        });

        JsonObject asked =
                door.stateless("/mcp/old").declaring("{\"elicitation\":{}}").result("tools/call", "{\"name\":\"ask\"}");

        assertThat(asked.object("inputRequests").orElseThrow().names())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20)
                        .mapToObj(i -> "elicitation-" + i)
                        .toList());
    }

    @Test
    void aServerThatAsksWithoutEndIsGivenUp() {
        old.on("tools/call", (talk, request) -> {
            for (int i = 0; i <= ModernTurn.QUESTIONS_MAX; i++) {
                talk.ask(request, "q" + i, "elicitation/create");
            }
        });

        JsonObject error =
                door.stateless("/mcp/old").declaring("{\"elicitation\":{}}").error("tools/call", "{\"name\":\"ask\"}");

        assertThat(error.string("message")).contains("the server asks more than 100 questions at a time");
        assertThat(old.talks().getLast().received().toString()).contains("notifications/cancelled");
    }
}
