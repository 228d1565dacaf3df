package dev.perigee.testkit.mcp.offer;

import java.util.Map;

/// The prompts.
final class Prompts {
    private static final String CONTEXT =
            "{\"type\":\"object\",\"properties\":{\"context\":{\"type\":\"string\"}},\"required\":[\"context\"]}";

    private Prompts() {}

    static Map<String, Behaviour> all() {
        return Map.of(
                "test_simple_prompt",
                _ -> new Outcome.Done(Content.prompt(Content.text("This is a simple prompt for testing."))),
                "test_prompt_with_arguments",
                call -> new Outcome.Done(Content.prompt(Content.text("Prompt with arguments: arg1='"
                        + call.argument("arg1", "") + "', arg2='" + call.argument("arg2", "") + "'"))),
                "test_prompt_with_embedded_resource",
                call -> new Outcome.Done(Content.prompt(
                        Content.resource(
                                call.argument("resourceUri", "test://example-resource"),
                                "text/plain",
                                "Embedded resource content for testing."),
                        Content.text("Please process the embedded resource above."))),
                "test_prompt_with_image",
                _ -> new Outcome.Done(Content.prompt(Content.image(), Content.text("Please analyze the image above."))),
                "test_input_required_result_prompt",
                Asks.asking(
                        "user_context",
                        _ -> Asks.elicit("What context should the prompt use?", CONTEXT),
                        answer -> Content.prompt(Content.text("Context: " + Asks.field(answer, "context")))));
    }
}
