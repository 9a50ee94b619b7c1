# One image for each app: docker build --build-arg APP=command-app (or query-app, socket-app, standalone).
# The jars are built before: ./powow test, or mvn package.

FROM eclipse-temurin:25-jdk AS layers
ARG APP
WORKDIR /layers
COPY ${APP}/target/ target/
# Layers by how often they change: dependencies stay where they are when only Powow has changed.
RUN jar=$(ls target/${APP}-*-app.jar target/${APP}.jar 2>/dev/null | head -n 1) \
    && java -Djarmode=tools -jar "$jar" extract --layers --launcher --destination extracted

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --create-home --home-dir /powow powow
WORKDIR /powow
COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/spring-boot-loader/ ./
COPY --from=layers /layers/extracted/snapshot-dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./
USER 10001
EXPOSE 8080
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError"
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "org.springframework.boot.loader.launch.JarLauncher"]
