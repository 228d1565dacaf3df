import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The jars in the order of the class path, and the native library of SQLite, so that nothing is unpacked to
/// a temporary directory at every start. `sqlite` is the library's file name.
record Libraries(List<Path> jars, String sqlite) {
    /// `own` is the jar of the command line; the file `others` holds the paths of the jars that it needs.
    static Libraries copy(Path own, Path others, Path target) throws IOException {
        Files.createDirectories(target.resolve("native"));
        List<Path> sources = new ArrayList<>();
        sources.add(own);
        for (String jar : Files.readString(others).strip().split(File.pathSeparator)) {
            sources.add(Path.of(jar));
        }
        List<Path> jars = new ArrayList<>();
        String sqlite = System.mapLibraryName("sqlitejdbc");
        for (Path source : sources) {
            Path jar = target.resolve(source.getFileName());
            Files.copy(source, jar, StandardCopyOption.COPY_ATTRIBUTES);
            jars.add(jar);
            if (source.getFileName().toString().startsWith("picocli")) {
                Modern.rewrite(jar);
            }
            if (source.getFileName().toString().startsWith("sqlite-jdbc")) {
                extract(jar, sqlite, target.resolve("native").resolve(sqlite));
            }
        }
        return new Libraries(List.copyOf(jars), sqlite);
    }

    private static void extract(Path jar, String name, Path target) throws IOException {
        String entry = "org/sqlite/native/" + system() + "/" + architecture() + "/" + name;
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry library = Optional.ofNullable(zip.getEntry(entry))
                    .orElseThrow(() -> new IOException("no " + entry + " in " + jar));
            try (InputStream in = zip.getInputStream(library)) {
                Files.copy(in, target);
            }
        }
    }

    private static String system() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (os.contains("mac")) {
            return "Mac";
        }
        return Files.exists(Path.of("/etc/alpine-release")) ? "Linux-Musl" : "Linux";
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            default -> "aarch64";
        };
    }
}
