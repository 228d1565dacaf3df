package dev.perigee.server.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import dev.perigee.protocol.signing.KeyChain;
import dev.perigee.protocol.signing.Purpose;
import dev.perigee.protocol.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// EdDSA by the control plane's own key, and by those before it that vouched for it.
record KeyChainSigner(SigningKey key, KeyChain chain) implements JWSSigner, JWSVerifier {
    @Override
    public Base64URL sign(JWSHeader header, byte[] signed) {
        return new Base64URL(key.sign(Purpose.TOKEN, new String(signed, StandardCharsets.US_ASCII)));
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) {
        String text = new String(signed, StandardCharsets.US_ASCII);
        return header.getKeyID() != null
                && chain.find(header.getKeyID())
                        .filter(found -> found.verifies(Purpose.TOKEN, text, signature.toString()))
                        .isPresent();
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
        return Set.of(JWSAlgorithm.EdDSA);
    }

    @Override
    public JCAContext getJCAContext() {
        return new JCAContext();
    }
}
