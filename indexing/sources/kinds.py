"""Where each kind of source lives. Only names, so that reading them loads nothing."""

KINDS = {
    "bucket": "indexing.sources.bucket:BucketSource",
    "folder": "indexing.sources.folder:FolderSource",
    "git": "indexing.sources.git.source:GitSource",
    "jsonl": "indexing.sources.jsonl:JsonlSource",
    "llamaindex": "indexing.sources.llamaindex.source:LlamaIndexSource",
    "slack": "indexing.sources.slack.source:SlackSource",
    "slack-export": "indexing.sources.slack.export:SlackExportSource",
    "sql": "indexing.sources.sql.source:SqlSource",
    "web": "indexing.sources.web.source:WebSource",
}
