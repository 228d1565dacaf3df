package dev.perigee.protocol.signature;

import dev.perigee.protocol.BadValue;

/// The text that a signature is made over (RFC 9421, section 2.5): a line for each component, in the order in which the
/// parameters name them, and the parameters themselves, so that neither can be changed.
public final class SignatureBase {
    private SignatureBase() {}

    /// Throws `BadValue` when the request has not all that `input` covers.
    public static String of(Covered request, SignatureInput input) {
        StringBuilder base = new StringBuilder();
        for (String component : input.components()) {
            String value = request.value(component)
                    .orElseThrow(() -> new BadValue(
                            "Signature-Input",
                            component,
                            "only components that the request has, as @method, @path, @query"));
            base.append('"').append(component).append("\": ").append(value).append('\n');
        }
        return base.append("\"@signature-params\": ").append(input.text()).toString();
    }
}
