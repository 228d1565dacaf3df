package dev.perigee.testkit.mcp.offer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class OffersTest {
    private final Offers offers = new Offers(Refusal.INVALID_PARAMS);

    @Test
    void whateverIsListedCanBeCalledWithoutArguments() throws InterruptedException {
        for (String tool : names("tools/list", "tools", "name")) {
            assertThat(answer("tools/call", "name", tool)).as(tool).isNotNull();
        }
        for (String prompt : names("prompts/list", "prompts", "name")) {
            assertThat(answer("prompts/get", "name", prompt)).as(prompt).isNotNull();
        }
        for (String uri : names("resources/list", "resources", "uri")) {
            assertThat(answer("resources/read", "uri", uri)).as(uri).isInstanceOf(Outcome.Done.class);
        }
    }

    @Test
    void listsAreInTheSameOrderAndNoCallerCanChangeThem() throws InterruptedException {
        Outcome.Done first = (Outcome.Done) answer("tools/list", "name", "");
        Outcome.Done second = (Outcome.Done) answer("tools/list", "name", "");
        assertThat(first).isEqualTo(second);
        first.result().removeAll();
        assertThat(answer("tools/list", "name", "")).isEqualTo(second);
    }

    @Test
    void completionsBeginAsTheValueDoes() throws InterruptedException {
        Call call = new Call(Json.object("{\"argument\":{\"name\":\"arg1\",\"value\":\"par\"}}"), new Deaf());
        Outcome outcome = offers.method("completion/complete").orElseThrow().answer(call);
        assertThat(((Outcome.Done) outcome).result().at("/completion/values"))
                .extracting(JsonNode::asString)
                .containsExactly("paris", "park", "party");
    }

    private List<String> names(String method, String kind, String member) throws InterruptedException {
        Outcome.Done list = (Outcome.Done) answer(method, "name", "");
        return list.result()
                .path(kind)
                .valueStream()
                .map(it -> it.path(member).asString())
                .toList();
    }

    private Outcome answer(String method, String member, String name) throws InterruptedException {
        return offers.method(method).orElseThrow().answer(new Call(Json.object().put(member, name), new Deaf()));
    }

    /// A client that can everything and hears nothing.
    private record Deaf() implements Client {
        @Override
        public ObjectNode capabilities() {
            return Json.object("{\"elicitation\":{},\"sampling\":{},\"roots\":{}}");
        }

        @Override
        public void log(String level, String text) {}

        @Override
        public void progress(int done, int total) {}

        @Override
        public void announce(Change change) {}

        @Override
        public void hangUp() {}

        @Override
        public void pause(Duration time) {}
    }
}
