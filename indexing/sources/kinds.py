"""Where each kind of source lives. Only names, so that reading them loads nothing."""

KINDS = {
    "bucket": "indexing.sources.bucket:BucketSource",
    "folder": "indexing.sources.folder:FolderSource",
    "git": "indexing.sources.git:GitSource",
    "jsonl": "indexing.sources.jsonl:JsonlSource",
    "llamaindex": "indexing.sources.llamaindex:LlamaIndexSource",
    "slack": "indexing.sources.slack:SlackSource",
    "slack-export": "indexing.sources.slack_export:SlackExportSource",
    "sql": "indexing.sources.sql:SqlSource",
    "web": "indexing.sources.web:WebSource",
}
