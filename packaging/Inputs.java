import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Everything that a distribution is made of, as one digest: the jars, the JDK, and the programs that make it.
record Inputs(String digest) {
    static Inputs of(Path packaging, Path own, Path libraries) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.list(packaging)) {
            found.sorted().forEach(files::add);
        }
        files.add(own);
        for (String jar : Files.readString(libraries).strip().split(File.pathSeparator)) {
            files.add(Path.of(jar));
        }
        MessageDigest digest = sha256();
        String jdk = System.getProperty("java.home") + System.getProperty("java.vm.version");
        digest.update(jdk.getBytes(StandardCharsets.UTF_8));
        for (Path file : files) {
            digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(file));
        }
        return new Inputs(HexFormat.of().formatHex(digest.digest()));
    }

    /// Whether that distribution was made of these.
    boolean made(Path dist) throws IOException {
        Path stamp = dist.resolve(Dist.STAMP);
        return Files.exists(stamp) && Files.readString(stamp).equals(digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }
}
