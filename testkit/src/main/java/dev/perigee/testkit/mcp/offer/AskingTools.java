package dev.perigee.testkit.mcp.offer;

import static dev.perigee.testkit.mcp.offer.Asks.asking;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Tools that ask the client one thing.
final class AskingTools {
    static final String NAME =
            "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}},\"required\":[\"name\"]}";

    private static final String CONTACT = """
            {"type":"object","required":["username","email"],"properties":{
              "username":{"type":"string","description":"User's response"},
              "email":{"type":"string","description":"User's email address"}}}
            """;

    private static final String DEFAULTS = """
            {"type":"object","properties":{
              "name":{"type":"string","default":"John Doe"},
              "age":{"type":"integer","default":30},
              "score":{"type":"number","default":95.5},
              "status":{"type":"string","enum":["active","inactive","pending"],"default":"active"},
              "verified":{"type":"boolean","default":true}}}
            """;

    private static final String ENUMS = """
            {"type":"object","properties":{
              "untitledSingle":{"type":"string","enum":["option1","option2","option3"]},
              "titledSingle":{"type":"string","oneOf":[
                {"const":"value1","title":"First Option"},
                {"const":"value2","title":"Second Option"},
                {"const":"value3","title":"Third Option"}]},
              "legacyEnum":{"type":"string","enum":["opt1","opt2","opt3"],
                "enumNames":["Option One","Option Two","Option Three"]},
              "untitledMulti":{"type":"array","items":{"type":"string","enum":["option1","option2","option3"]}},
              "titledMulti":{"type":"array","items":{"anyOf":[
                {"const":"value1","title":"First Choice"},
                {"const":"value2","title":"Second Choice"},
                {"const":"value3","title":"Third Choice"}]}}}}
            """;

    private AskingTools() {}

    static Map<String, Behaviour> all() {
        Map<String, Behaviour> tools = new LinkedHashMap<>();
        tools.put(
                "test_sampling",
                asking(
                        "sampled",
                        call -> Asks.sample(call.argument("prompt", "Test prompt"), 100),
                        answer -> Content.result("LLM response: " + Asks.said(answer))));
        tools.put(
                "test_missing_capability",
                asking("sampled", _ -> Asks.sample("Say something", 10), answer -> Content.result(Asks.said(answer))));
        tools.put("test_elicitation", elicitation("User response: ", "Please provide your information", CONTACT));
        tools.put(
                "test_elicitation_sep1034_defaults", elicitation("Elicitation completed: ", "Your profile", DEFAULTS));
        tools.put("test_elicitation_sep1330_enums", elicitation("Elicitation completed: ", "Your choice", ENUMS));
        tools.put(
                "test_elicitation_url",
                asking(
                        "visited",
                        _ -> Asks.elicitUrl("Please visit this page", "https://perigee.example/visit"),
                        answer -> Content.result("Visited: " + action(answer))));
        tools.put("test_streaming_elicitation", AskingTools::afterProgress);
        tools.put(
                "test_input_required_result_elicitation",
                asking("user_name", _ -> Asks.elicit("What is your name?", NAME), AskingTools::greeting));
        tools.put(
                "test_input_required_result_sampling",
                asking(
                        "capital_question",
                        _ -> Asks.sample("What is the capital of France?", 100),
                        answer -> Content.result("The model says: " + Asks.said(answer))));
        tools.put(
                "test_input_required_result_list_roots",
                asking("client_roots", _ -> Asks.roots(), answer -> Content.result("Roots: " + Json.text(answer))));
        return tools;
    }

    static ObjectNode greeting(ObjectNode elicited) {
        return Content.result("Hello, " + Asks.field(elicited, "name") + "!");
    }

    private static Behaviour elicitation(String lead, String message, String schema) {
        return asking(
                "asked",
                call -> Asks.elicit(call.argument("message", message), schema),
                answer -> Content.result(lead + action(answer)));
    }

    private static String action(ObjectNode elicited) {
        return "action=" + elicited.path("action").asString("none") + ", content="
                + Json.text(Json.member(elicited, "content"));
    }

    private static Outcome afterProgress(Call call) throws InterruptedException {
        call.client().progress(1, 2);
        return asking("user_name", _ -> Asks.elicit("What is your name?", NAME), AskingTools::greeting)
                .answer(call);
    }
}
