{{- define "millrace.name" -}}
{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- end -}}

{{- define "millrace.selector" -}}
app.kubernetes.io/name: millrace
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "millrace.labels" -}}
{{ include "millrace.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end -}}

{{- define "millrace.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{/* What every pod has: no root, no token, no rights. */}}
{{- define "millrace.pod" -}}
serviceAccountName: {{ include "millrace.name" .root }}
automountServiceAccountToken: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "millrace.container" -}}
image: {{ include "millrace.image" .root }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end -}}

{{/* How every command reaches Kafka, and the settings of all. */}}
{{- define "millrace.arguments" -}}
- --bootstrap-servers={{ .Values.kafka.bootstrapServers }}
- --config=/etc/millrace/config/millrace.conf
{{- if or .Values.kafka.propertiesSecret .Values.kafka.strimzi.enabled }}
- --kafka-properties=/etc/millrace/kafka/client.properties
{{- end }}
{{- end -}}

{{- define "millrace.mounts" -}}
- {name: tmp, mountPath: /tmp}
- {name: config, mountPath: /etc/millrace/config, readOnly: true}
{{- if or .Values.kafka.propertiesSecret .Values.kafka.strimzi.enabled }}
- {name: kafka, mountPath: /etc/millrace/kafka, readOnly: true}
{{- end }}
{{- if .Values.kafka.strimzi.enabled }}
- {name: kafka-user, mountPath: /etc/millrace/kafka-user, readOnly: true}
- {name: kafka-ca, mountPath: /etc/millrace/kafka-ca, readOnly: true}
{{- end }}
{{- if .Values.kafka.filesSecret }}
- {name: kafka-files, mountPath: /etc/millrace/kafka-files, readOnly: true}
{{- end }}
{{- end -}}

{{/* Volumes of a component; with Strimzi each logs in as itself. */}}
{{- define "millrace.volumes" -}}
- name: tmp
  emptyDir: {}
- name: config
  configMap:
    name: {{ include "millrace.name" .root }}-settings
{{- if .root.Values.kafka.strimzi.enabled }}
- name: kafka
  configMap:
    name: {{ include "millrace.name" .root }}-kafka
- name: kafka-user
  secret:
    secretName: {{ include "millrace.name" .root }}-{{ .component }}
    items: [{key: sasl.jaas.config, path: sasl.jaas.config}]
- name: kafka-ca
  secret:
    secretName: {{ .root.Values.kafka.strimzi.cluster }}-cluster-ca-cert
    items: [{key: ca.crt, path: ca.crt}]
{{- else if .root.Values.kafka.propertiesSecret }}
- name: kafka
  secret:
    secretName: {{ .root.Values.kafka.propertiesSecret }}
    items: [{key: client.properties, path: client.properties}]
{{- end }}
{{- if .root.Values.kafka.filesSecret }}
- name: kafka-files
  secret:
    secretName: {{ .root.Values.kafka.filesSecret }}
{{- end }}
{{- end -}}

{{- define "millrace.environment" -}}
- {name: MILLRACE_CONSOLE_LEVEL, value: INFO}
- {name: MILLRACE_CONSOLE_FORMAT, value: json}
{{- end -}}

{{/* Pods of one component on different nodes, where that can be. */}}
{{- define "millrace.spread" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "millrace.selector" . | nindent 8 }}
{{- end -}}
