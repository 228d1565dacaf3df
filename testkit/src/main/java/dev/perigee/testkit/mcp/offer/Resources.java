package dev.perigee.testkit.mcp.offer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// The resources, of which one is a template.
final class Resources {
    static final String WATCHED = "test://watched-resource";

    private static final Pattern TEMPLATE = Pattern.compile("test://template/([^/]+)/data");

    private final int notFound;

    /// `notFound` is the code of the error for a resource that is not there.
    Resources(int notFound) {
        this.notFound = notFound;
    }

    Outcome read(Call call) {
        String uri = call.params().path("uri").asString("");
        ObjectNode result = Json.object();
        result.putArray("contents").add(contents(uri));
        return new Outcome.Done(result);
    }

    private ObjectNode contents(String uri) {
        Matcher template = TEMPLATE.matcher(uri);
        if (template.matches()) {
            ObjectNode data = Json.object()
                    .put("id", template.group(1))
                    .put("templateTest", true)
                    .put("data", "Data for ID: " + template.group(1));
            return Content.contents(uri, "application/json").put("text", Json.text(data));
        }
        return switch (uri) {
            case "test://static-text" ->
                Content.contents(uri, "text/plain").put("text", "This is the content of the static text resource.");
            case "test://static-binary" -> Content.contents(uri, "image/png").put("blob", Content.PNG);
            case WATCHED -> Content.contents(uri, "text/plain").put("text", "Watched resource content");
            default ->
                throw new Refusal(
                        notFound, "Resource not found: " + uri, Json.object().put("uri", uri));
        };
    }
}
