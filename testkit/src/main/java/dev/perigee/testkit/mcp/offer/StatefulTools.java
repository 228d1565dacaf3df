package dev.perigee.testkit.mcp.offer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Tools that leave a state with what they ask, ask several things, or ask by what the client can.
final class StatefulTools {
    private static final String CONFIRMATION =
            "{\"type\":\"object\",\"properties\":{\"ok\":{\"type\":\"boolean\"}},\"required\":[\"ok\"]}";
    private static final String COLOR =
            "{\"type\":\"object\",\"properties\":{\"color\":{\"type\":\"string\"}},\"required\":[\"color\"]}";

    private StatefulTools() {}

    static Map<String, Behaviour> all() {
        return Map.of(
                "test_input_required_result_request_state", StatefulTools::confirmation,
                "test_input_required_result_tampered_state", StatefulTools::confirmation,
                "test_input_required_result_multiple_inputs", StatefulTools::several,
                "test_input_required_result_multi_round", StatefulTools::rounds,
                "test_input_required_result_capabilities", StatefulTools::byCapability);
    }

    private static Outcome confirmation(Call call) {
        if (call.state().equals("asked") && call.answer("confirm").isPresent()) {
            return new Outcome.Done(Content.result("state-ok"));
        }
        return new Outcome.Ask("confirm", Asks.elicit("Please confirm", CONFIRMATION)).withState("asked");
    }

    private static Outcome several(Call call) {
        Optional<ObjectNode> name = call.answer("user_name");
        Optional<ObjectNode> greeting = call.answer("greeting");
        Optional<ObjectNode> roots = call.answer("client_roots");
        if (call.state().equals("asked") && name.isPresent() && greeting.isPresent() && roots.isPresent()) {
            return new Outcome.Done(Content.result(Asks.said(greeting.get()) + " " + Asks.field(name.get(), "name")
                    + ", of " + Json.text(roots.get())));
        }
        Map<String, ObjectNode> requests = new LinkedHashMap<>();
        requests.put("user_name", Asks.elicit("What is your name?", AskingTools.NAME));
        requests.put("greeting", Asks.sample("Generate a greeting", 50));
        requests.put("client_roots", Asks.roots());
        return new Outcome.Ask(requests, "asked");
    }

    private static Outcome rounds(Call call) {
        Optional<ObjectNode> color = call.answer("step2");
        if (call.state().startsWith("name=") && color.isPresent()) {
            return new Outcome.Done(Content.result(call.state() + ", color=" + Asks.field(color.get(), "color")));
        }
        Optional<ObjectNode> name = call.answer("step1");
        if (call.state().equals("started") && name.isPresent()) {
            return new Outcome.Ask("step2", Asks.elicit("Step 2: What is your favorite color?", COLOR))
                    .withState("name=" + Asks.field(name.get(), "name"));
        }
        return new Outcome.Ask("step1", Asks.elicit("Step 1: What is your name?", AskingTools.NAME))
                .withState("started");
    }

    private static Outcome byCapability(Call call) {
        Map<String, ObjectNode> requests = new LinkedHashMap<>();
        if (call.client().can("sampling")) {
            requests.put("sampled", Asks.sample("What is the capital of France?", 100));
        }
        if (call.client().can("elicitation")) {
            requests.put("elicited", Asks.elicit("What is your name?", AskingTools.NAME));
        }
        boolean answered =
                requests.keySet().stream().allMatch(key -> call.answer(key).isPresent());
        return answered
                ? new Outcome.Done(Content.result("Asked for: " + requests.keySet()))
                : new Outcome.Ask(requests, "");
    }
}
