package dev.perigee.protocol.signature;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.signing.SigningKey;
import dev.perigee.protocol.signing.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The one Ed25519 signature of a request (RFC 9421), with what it says of itself. `signature` is in base 64.
public record RequestSignature(SignatureInput input, String signature) {
    public static final String INPUT_HEADER = "Signature-Input";
    public static final String HEADER = "Signature";
    public static final String DIGEST_HEADER = "Content-Digest";
    public static final String ALGORITHM = "ed25519";
    private static final String LABEL = "perigee";
    private static final int HEADER_MAX = 2_048 + 65;
    private static final String NAME = "([a-z*][a-z0-9_.*-]{0,63})=";
    private static final Pattern INPUT = Pattern.compile(NAME + "(\\(.*)");
    private static final Pattern SIGNATURE = Pattern.compile(NAME + ":([A-Za-z0-9+/]{86}==):");

    /// Signs what a request has of method, path, query and content digest.
    public static RequestSignature of(Covered request, SigningKey key, Instant created, String nonce) {
        StringBuilder text = new StringBuilder("(");
        for (String component : required(request)) {
            text.append(text.length() == 1 ? "\"" : " \"").append(component).append('"');
        }
        text.append(");created=").append(created.getEpochSecond());
        text.append(";nonce=\"").append(nonce);
        text.append("\";keyid=\"").append(key.verification().id());
        text.append("\";alg=\"").append(ALGORITHM).append('"');
        SignatureInput input = SignatureInput.parse(text.toString());
        return new RequestSignature(input, Base64.getEncoder().encodeToString(key.sign(base(request, input))));
    }

    /// What the two header fields say. Throws `BadValue` for any other form, and for more than one signature.
    public static RequestSignature parse(String inputField, String signatureField) {
        Matcher input = INPUT.matcher(inputField);
        if (inputField.length() > HEADER_MAX || !input.matches()) {
            throw new BadValue(
                    INPUT_HEADER, inputField, "one signature, as in " + LABEL + "=(\"@method\" …);created=…");
        }
        Matcher signature = SIGNATURE.matcher(signatureField);
        if (!signature.matches()) {
            throw new BadValue(HEADER, signatureField, "one of 64 bytes in base 64, as in " + LABEL + "=:…:");
        }
        if (!signature.group(1).equals(input.group(1))) {
            throw new BadValue(HEADER, signature.group(1), "the name that " + INPUT_HEADER + " has, " + input.group(1));
        }
        return new RequestSignature(SignatureInput.parse(input.group(2)), signature.group(2));
    }

    /// The first component that such a request must have signed and that is not covered here.
    public Optional<String> uncovered(Covered request) {
        return required(request).stream()
                .filter(component -> !input.components().contains(component))
                .findFirst();
    }

    /// Whether it was made with `key` over this request. Throws `BadValue` when the request has not all that it covers.
    public boolean fits(Covered request, VerificationKey key) {
        return key.verifies(base(request, input), Base64.getDecoder().decode(signature));
    }

    /// The two fields, by name.
    public Map<String, String> fields() {
        return Map.of(INPUT_HEADER, LABEL + "=" + input.text(), HEADER, LABEL + "=:" + signature + ":");
    }

    private static List<String> required(Covered request) {
        List<String> components = new ArrayList<>(List.of("@method", "@path"));
        if (!request.query().isEmpty()) {
            components.add("@query");
        }
        if (request.has(List.of("content-digest"))) {
            components.add("content-digest");
        }
        return components;
    }

    private static byte[] base(Covered request, SignatureInput input) {
        return SignatureBase.of(request, input).getBytes(StandardCharsets.ISO_8859_1);
    }
}
