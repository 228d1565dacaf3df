package dev.perigee.testkit.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.Headers;
import dev.perigee.testkit.mcp.offer.Json;
import dev.perigee.testkit.mcp.offer.Offers;
import dev.perigee.testkit.mcp.offer.Refusal;
import org.junit.jupiter.api.Test;

final class RoutingHeadersTest {
    private final Offers offers = new Offers(Refusal.INVALID_PARAMS);
    private final Headers headers = new Headers();

    @Test
    void headersThatRepeatTheBodyAreAccepted() {
        say("tools/call", " greet ");
        check("tools/call", "{\"name\":\"greet\"}");
    }

    @Test
    void aMethodOrNameThatIsMissingOrAnotherIsRefused() {
        say("tools/list", "greet");
        refused("tools/call", "{\"name\":\"greet\"}", "Mcp-Method");
        headers.set("Mcp-Method", "tools/call");
        refused("tools/call", "{\"name\":\"other\"}", "Mcp-Name");
        headers.remove("Mcp-Name");
        refused("tools/call", "{\"name\":\"greet\"}", "Mcp-Name");
    }

    @Test
    void aParameterIsDecodedBeforeItIsCompared() {
        say("tools/call", "test_header_parameter");
        headers.set("Mcp-Param-Region", "=?base64?SGVsbG8=?=");
        check("tools/call", "{\"name\":\"test_header_parameter\",\"arguments\":{\"region\":\"Hello\"}}");
        headers.set("Mcp-Param-Region", "=?base64?SGVsbG8?=");
        refused(
                "tools/call",
                "{\"name\":\"test_header_parameter\",\"arguments\":{\"region\":\"Hello\"}}",
                "without its padding");
        headers.set("Mcp-Param-Region", "=?base64?SGVs!!!bG8==?=");
        refused("tools/call", "{\"name\":\"test_header_parameter\",\"arguments\":{\"region\":\"Hello\"}}", "Base64");
    }

    private void say(String method, String name) {
        headers.set("Mcp-Method", method);
        headers.set("Mcp-Name", name);
    }

    private void check(String method, String params) {
        new RoutingHeaders(headers, Json.object("{\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}"))
                .check(offers);
    }

    private void refused(String method, String params, String because) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> check(method, params))
                .withMessageContaining(because)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(Refusal.HEADER_MISMATCH));
    }
}
