package dev.perigee.protocol.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RequestSignatureTest {
    private static final SigningKey KEY = SigningKey.create(new Random(7));
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    @Test
    void whatIsSignedCanBeWrittenReadAndVerified() {
        Covered request = request("POST", "/a/b", "?c=d", BODY);

        Map<String, String> fields =
                RequestSignature.of(request, KEY, NOW, "nonce").fields();

        assertThat(fields.get("Signature-Input"))
                .isEqualTo(
                        "perigee=(\"@method\" \"@path\" \"@query\" \"content-digest\");created=1800000000;nonce=\"nonce\""
                                + ";keyid=\"" + KEY.verification().id() + "\";alg=\"ed25519\"");
        RequestSignature read = RequestSignature.parse(
                fields.getOrDefault("Signature-Input", ""), fields.getOrDefault("Signature", ""));
        assertThat(read.fits(request, KEY.verification())).isTrue();
        assertThat(read.input().created()).contains(NOW.getEpochSecond());
        assertThat(read.uncovered(request)).isEmpty();
    }

    @Test
    void itFitsNoOtherRequestAndNoOtherKey() {
        Covered request = request("POST", "/a/b", "?c=d", BODY);
        RequestSignature signature = RequestSignature.of(request, KEY, NOW, "nonce");

        assertThat(signature.fits(request("PUT", "/a/b", "?c=d", BODY), KEY.verification()))
                .isFalse();
        assertThat(signature.fits(request("POST", "/a/c", "?c=d", BODY), KEY.verification()))
                .isFalse();
        assertThat(signature.fits(request("POST", "/a/b", "?c=e", BODY), KEY.verification()))
                .isFalse();
        assertThat(signature.fits(request("POST", "/a/b", "?c=d", new byte[] {1}), KEY.verification()))
                .isFalse();
        assertThat(signature.fits(request, SigningKey.create(new Random(8)).verification()))
                .isFalse();
    }

    @Test
    void whatARequestHasAndTheSignatureLeavesOutIsNamed() {
        RequestSignature bare = RequestSignature.of(request("POST", "/a", "", new byte[0]), KEY, NOW, "n");

        assertThat(bare.uncovered(request("POST", "/a", "?b", new byte[0]))).contains("@query");
        assertThat(bare.uncovered(request("POST", "/a", "", BODY))).contains("content-digest");
    }

    @Test
    void anotherFormIsRefusedAndNamed() {
        String signature = "perigee=:" + "A".repeat(86) + "==:";
        refused("", signature, "Signature-Input");
        refused("perigee=(\"@method\"", signature, "Signature-Input");
        refused("perigee=(\"@method\"), other=(\"@path\")", signature, "Signature-Input");
        refused("perigee=(\"@method\"" + ";a=1".repeat(600) + ")", signature, "Signature-Input");
        refused("perigee=(\"@method\")", "", "Signature");
        refused("perigee=(\"@method\")", "perigee=:AAAA:", "of 64 bytes");
        refused("perigee=(\"@method\")", "other=:" + "A".repeat(86) + "==:", "expected the name");
    }

    @Test
    void aNonceReadsBackAndNothingElseIsOne() {
        SignatureSession.Nonce nonce = new SignatureSession.Nonce(new SignatureSession("l".repeat(16), 3), 12);

        assertThat(SignatureSession.Nonce.parse(nonce.text())).isEqualTo(nonce);
        for (String other :
                new String[] {"", ".", "1", "llllllllllllllll.3", "llllllllllllllll.3.", "l.3.4", nonce.text() + ".x"
                }) {
            assertThatExceptionOfType(BadValue.class).isThrownBy(() -> SignatureSession.Nonce.parse(other));
        }
    }

    private static void refused(String input, String signature, String why) {
        assertThatExceptionOfType(BadValue.class)
                .isThrownBy(() -> RequestSignature.parse(input, signature))
                .withMessageContaining(why);
    }

    private static Covered request(String method, String path, String query, byte[] body) {
        return new Covered(
                method, path, query, body.length == 0 ? Map.of() : Map.of("Content-Digest", ContentDigest.of(body)));
    }
}
