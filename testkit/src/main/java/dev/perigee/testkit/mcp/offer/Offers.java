package dev.perigee.testkit.mcp.offer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Everything that can be listed, called and read, by the JSON-RPC methods that both eras share. Thread-safe.
public final class Offers {
    private static final List<String> WORDS = List.of("paris", "park", "party", "test", "testing");

    private final Map<String, Behaviour> tools = new HashMap<>();
    private final Map<String, Behaviour> prompts = Prompts.all();
    private final Map<String, Behaviour> methods = new HashMap<>();
    private final ArrayNode toolList = definitions("tools");

    /// `resourceNotFound` is the code of the error for a resource that is not there.
    public Offers(int resourceNotFound) {
        List.of(PlainTools.all(), AskingTools.all(), StatefulTools.all(), new LongTools().all())
                .forEach(tools::putAll);
        Resources resources = new Resources(resourceNotFound);
        methods.put("tools/list", list("tools", toolList));
        methods.put("tools/call", call -> named(tools, "tool", call).answer(call));
        methods.put("prompts/list", list("prompts", definitions("prompts")));
        methods.put("prompts/get", call -> named(prompts, "prompt", call).answer(call));
        methods.put("resources/list", list("resources", definitions("resources")));
        methods.put("resources/templates/list", list("resourceTemplates", definitions("resourceTemplates")));
        methods.put("resources/read", resources::read);
        methods.put("completion/complete", Offers::complete);
    }

    /// Who this is.
    public static ObjectNode serverInfo() {
        return Json.object().put("name", "perigee-test-server").put("version", "0.1.0");
    }

    public Optional<Behaviour> method(String name) {
        return Optional.ofNullable(methods.get(name));
    }

    /// The schema of a tool's arguments; empty if there is no such tool.
    public ObjectNode schema(String tool) {
        return toolList.valueStream()
                .filter(definition -> definition.path("name").asString("").equals(tool))
                .map(definition -> Json.member(definition, "inputSchema"))
                .findFirst()
                .orElseGet(Json::object);
    }

    private static Behaviour list(String kind, ArrayNode definitions) {
        ObjectNode result = Json.object();
        result.set(kind, definitions);
        return _ -> new Outcome.Done(result.deepCopy());
    }

    private static Behaviour named(Map<String, Behaviour> behaviours, String kind, Call call) {
        Behaviour behaviour = behaviours.get(call.name());
        if (behaviour == null) {
            throw new Refusal(Refusal.INVALID_PARAMS, "Unknown " + kind + ": " + call.name());
        }
        return behaviour;
    }

    private static Outcome complete(Call call) {
        String start = call.params().path("argument").path("value").asString("");
        ObjectNode result = Json.object();
        ObjectNode completion = result.putObject("completion");
        ArrayNode values = completion.putArray("values");
        WORDS.stream().filter(word -> word.startsWith(start)).forEach(values::add);
        completion.put("total", values.size()).put("hasMore", false);
        return new Outcome.Done(result);
    }

    private static ArrayNode definitions(String kind) {
        try (InputStream in = Offers.class.getResourceAsStream(kind + ".json")) {
            if (in == null) {
                throw new IllegalStateException(kind + ".json is not beside " + Offers.class);
            }
            JsonNode definitions = Json.parse(in.readAllBytes());
            return (ArrayNode) definitions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
