package dev.perigee.testkit.mcp.offer;

import java.time.Duration;
import java.util.Map;

/// Tools that ask nothing: contents of each kind, and what is sent besides while a tool works.
final class PlainTools {
    private static final Duration BEAT = Duration.ofMillis(50);

    /// Longer than a gateway takes to open a stream for a call that has no answer yet.
    private static final Duration AWAY = Duration.ofMillis(300);

    private PlainTools() {}

    static Map<String, Behaviour> all() {
        return Map.ofEntries(
                Map.entry("test_simple_text", _ -> text("This is a simple text response for testing.")),
                Map.entry("test_image_content", _ -> new Outcome.Done(Content.result(Content.image()))),
                Map.entry("test_audio_content", _ -> new Outcome.Done(Content.result(Content.audio()))),
                Map.entry("test_embedded_resource", _ -> embedded()),
                Map.entry("test_multiple_content_types", _ -> mixed()),
                Map.entry(
                        "test_error_handling",
                        _ -> new Outcome.Done(Content.failure("This tool intentionally returns an error for testing"))),
                Map.entry("json_schema_2020_12_tool", call -> text("Called with " + Json.text(call.params()))),
                Map.entry("test_header_parameter", call -> text("Region: " + call.argument("region", "none"))),
                Map.entry("test_tool_with_logging", PlainTools::logging),
                Map.entry("test_logging_tool", PlainTools::loggingOnce),
                Map.entry("test_tool_with_progress", PlainTools::progress),
                Map.entry("test_reconnection", PlainTools::reconnection),
                Map.entry("test_trigger_tool_change", call -> changed(call, new Change.OfList("tools"))),
                Map.entry("test_trigger_prompt_change", call -> changed(call, new Change.OfList("prompts"))),
                Map.entry(
                        "test_trigger_resource_change",
                        call -> changed(call, new Change.OfResource(Resources.WATCHED))));
    }

    private static Outcome text(String text) {
        return new Outcome.Done(Content.result(text));
    }

    private static Outcome embedded() {
        return new Outcome.Done(Content.result(
                Content.resource("test://embedded-resource", "text/plain", "This is an embedded resource content.")));
    }

    private static Outcome mixed() {
        return new Outcome.Done(Content.result(
                Content.text("Multiple content types test:"),
                Content.image(),
                Content.resource(
                        "test://mixed-content-resource", "application/json", "{\"test\":\"data\",\"value\":123}")));
    }

    private static Outcome logging(Call call) throws InterruptedException {
        call.client().log("info", "Tool execution started");
        call.client().pause(BEAT);
        call.client().log("info", "Tool processing data");
        call.client().pause(BEAT);
        call.client().log("info", "Tool execution completed");
        return text("Tool with logging executed");
    }

    private static Outcome loggingOnce(Call call) {
        call.client().log("info", "Tool executed");
        return text("Logged");
    }

    private static Outcome progress(Call call) throws InterruptedException {
        call.client().progress(0, 100);
        call.client().pause(BEAT);
        call.client().progress(50, 100);
        call.client().pause(BEAT);
        call.client().progress(100, 100);
        return text("Tool with progress executed");
    }

    private static Outcome reconnection(Call call) throws InterruptedException {
        call.client().hangUp();
        call.client().pause(AWAY);
        return text("Reconnection test completed");
    }

    private static Outcome changed(Call call, Change change) {
        call.client().announce(change);
        return text("Announced");
    }
}
