package dev.perigee.protocol.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.perigee.protocol.signature.ContentDigest;
import dev.perigee.protocol.signature.RequestSignature;
import dev.perigee.protocol.signature.SignatureInput;
import dev.perigee.protocol.signature.SignatureSession;
import org.junit.jupiter.api.Tag;

@Tag("fuzzing")
class SignaturesFuzzTest {
    /// The two fields stand in one text, a line each.
    @FuzzTest
    void aSignatureReadsBackAsItIsWritten(byte[] input) {
        String text = TextProperty.text(input);
        TextProperty.holds(text, SignaturesFuzzTest::signature, SignaturesFuzzTest::lines);
        TextProperty.holds(text, SignatureInput::parse, SignatureInput::text);
        TextProperty.holds(text, SignaturesFuzzTest::created, value -> value);
        TextProperty.holdsAndNames(text, SignatureSession::parse, SignatureSession::text);
        TextProperty.holds(text, SignatureSession.Nonce::parse, SignatureSession.Nonce::text);
        boolean _ = ContentDigest.matches(text, input);
    }

    private static RequestSignature signature(String lines) {
        String[] fields = lines.split("\n", 2);
        return RequestSignature.parse(fields[0], fields.length < 2 ? "" : fields[1]);
    }

    private static String lines(RequestSignature signature) {
        return signature.fields().get(RequestSignature.INPUT_HEADER) + "\n"
                + signature.fields().get(RequestSignature.HEADER);
    }

    /// Whatever is read can be used.
    private static String created(String text) {
        var _ = SignatureInput.parse(text).created();
        return text;
    }
}
