import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Rewrites the jar of Bouncy Castle without its signature and without its provider. The JVM keeps
/// no class of a signed jar in its AOT cache, and would read a manifest of 880 KB for the first of them.
final class Slim {
    private static final List<String> KEPT = List.of(
            "org/bouncycastle/math/",
            "org/bouncycastle/util/",
            "org/bouncycastle/crypto/",
            "org/bouncycastle/asn1/",
            "org/bouncycastle/internal/");
    private static final String MANIFEST = "Manifest-Version: 1.0\r\n\r\n";
    private static final FileTime TIME = FileTime.fromMillis(0);

    private Slim() {}

    static void rewrite(Path jar) throws IOException {
        Path fresh = jar.resolveSibling(jar.getFileName() + ".part");
        FileTime time = Files.getLastModifiedTime(jar);
        try (ZipFile old = new ZipFile(jar.toFile());
                OutputStream file = Files.newOutputStream(fresh);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            put(zip, JarFile.MANIFEST_NAME, MANIFEST.getBytes(StandardCharsets.US_ASCII));
            Enumeration<? extends ZipEntry> entries = old.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (KEPT.stream().anyMatch(entry.getName()::startsWith)) {
                    try (InputStream in = old.getInputStream(entry)) {
                        put(zip, entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
        Files.setLastModifiedTime(fresh, time);
        Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name).setLastModifiedTime(TIME));
        zip.write(bytes);
        zip.closeEntry();
    }
}
