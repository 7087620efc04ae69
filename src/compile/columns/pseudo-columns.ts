/** Names that mean something although no relation has a column of them: of every dialect, because a false alarm is worse. */
const names = new Set(
  (
    '_table_suffix _partitiontime _partitiondate _file_name _change_type _change_version _change_timestamp _commit_timestamp ' +
    '_metadata _rescued_data _file _path _part _row_exists _commit_version rowid rownum rowguid ctid oid xmin xmax cmin cmax ' +
    'tableoid level connect_by_isleaf connect_by_iscycle connect_by_root sysdate systimestamp current_date current_time ' +
    'current_timestamp current_datetime localtime localtimestamp current_user session_user system_user user current_role ' +
    'current_catalog current_database current_schema getdate now today utc_date utc_time utc_timestamp uid nextval currval ' +
    'excluded new old inserted deleted filename file_row_number file_index ora_rowscn value values default true false null ' +
    'all date time timestamp isodow epoch infinity nan inf sysdatetime sysutcdatetime curdate curtime curren_timestamp ordinality ' +
    'grouping__id grouping_id input__file__name block__offset__inside__file $path $partition $bucket $file_size $file_modified_time'
  ).split(' '),
);

/** Whether a name without a qualifier, or the last one behind a qualifier, may be something that no relation declares. */
export function isPseudoColumn(name: string): boolean {
  const key = name.toLowerCase();
  return (
    names.has(key) ||
    /[$#@]|^\d/.test(key) ||
    key.startsWith('metadata$') ||
    key.startsWith('dataengos__') ||
    key.startsWith('_dbt')
  );
}
