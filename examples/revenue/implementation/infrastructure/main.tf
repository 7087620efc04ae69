variable "environment" {
  description = "Where the bucket is used"
  type        = string
}

resource "aws_s3_bucket" "exports" {
  bucket = "revenue-exports-${var.environment}"

  tags = {
    "cost-center" = "finance"
    "owner"       = "finance-data"
  }
}
