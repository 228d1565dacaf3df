package dev.perigee.protocol.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against the test cases of RFC 9421, appendix B.2.5 and B.2.6, and the digests of RFC 9530, appendix D.
final class SignatureBaseTest {
    private static final String BODY = "{\"hello\": \"world\"}";
    private static final Covered REQUEST = new Covered(
            "POST",
            "/foo",
            "?param=Value&Pet=dog",
            Map.of(
                    "Host", "example.com",
                    "Date", "Tue, 20 Apr 2021 02:07:55 GMT",
                    "Content-Type", "application/json",
                    "Content-Length", "18"));
    private static final String ED25519 = "(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\""
            + " \"content-length\");created=1618884473;keyid=\"test-key-ed25519\"";
    private static final String HMAC =
            "(\"date\" \"@authority\" \"content-type\");created=1618884473;keyid=\"test-shared-secret\"";

    @Test
    void theBaseOfTheEd25519CaseIsTheOneOfTheRfcAndItsSignatureVerifies() {
        String base = SignatureBase.of(REQUEST, SignatureInput.parse(ED25519));

        assertThat(base).isEqualTo("""
                "date": Tue, 20 Apr 2021 02:07:55 GMT
                "@method": POST
                "@path": /foo
                "@authority": example.com
                "content-type": application/json
                "content-length": 18
                "@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length")\
                ;created=1618884473;keyid="test-key-ed25519\"""");
        byte[] key = decode("JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=");
        byte[] signature =
                decode("wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==");
        byte[] message = base.getBytes(StandardCharsets.US_ASCII);
        assertThat(Ed25519.verify(signature, 0, key, 0, message, 0, message.length))
                .isTrue();
    }

    @Test
    void theSignatureOfTheHmacCaseIsTheOneOfTheRfc() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(
                decode("uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ=="),
                "HmacSHA256"));
        String base = SignatureBase.of(REQUEST, SignatureInput.parse(HMAC));

        assertThat(Base64.getEncoder().encodeToString(mac.doFinal(base.getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=");
    }

    @Test
    void anEmptyQueryIsAQuestionMarkAndAnEmptyPathASlash() {
        Covered request = new Covered("GET", "", "", Map.of());

        assertThat(SignatureBase.of(request, SignatureInput.parse("(\"@path\" \"@query\")")))
                .isEqualTo("\"@path\": /\n\"@query\": ?\n\"@signature-params\": (\"@path\" \"@query\")");
    }

    @Test
    void whatTheRequestDoesNotHaveIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignatureBase.of(REQUEST, SignatureInput.parse("(\"content-digest\");created=1")))
                .withMessageStartingWith("Signature-Input \"content-digest\": expected only components");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(",
                "(\"@method\"",
                "(\"@method\" \"@method\");created=1",
                "(\"@method\";req);created=1",
                "(@method);created=1",
                "(\"@method\");created=1;created=2",
                "(\"@method\");created=\"a\\\"b\"",
                "(\"@method\")\n",
            })
    void otherFormsAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignatureInput.parse(text))
                .withMessageStartingWith("Signature-Input");
    }

    @Test
    void theParametersAreRead() {
        SignatureInput input = SignatureInput.parse("(\"@method\");created=17;nonce=\"n\";keyid=\"\"");

        assertThat(input.created()).contains(17L);
        assertThat(input.parameter("nonce")).contains("n");
        assertThat(input.parameter("keyid")).contains("");
        assertThat(input.parameter("alg")).isEmpty();
    }

    @Test
    void aDigestIsOfItsContentAlone() {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);

        assertThat(ContentDigest.of(body)).isEqualTo("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:");
        assertThat(ContentDigest.matches("sha-512=:AAAA:, " + ContentDigest.of(body), body))
                .isTrue();
        assertThat(ContentDigest.matches(ContentDigest.of(body), new byte[0])).isFalse();
        assertThat(ContentDigest.matches("sha-512=:AAAA:", body)).isFalse();
    }

    private static byte[] decode(String text) {
        return Base64.getDecoder().decode(text);
    }
}
