"""Words with diacritics that reports of this field and lists of units use: they decide between two readings."""

from __future__ import annotations

_WORDS = """
biên biến biết biểu bà bài bày bác báng báo bên bình bí bính búng bút bản bảng bảo bảy bấm bắc bắt bằng bị bỏ bố bốn
bồi bộ bớt bờ bục bủng chiêu chiến chiếu chiềng chiều chuyển chuẩn chuỗi chà châu chéo chí chín chính chùa chú chúng
chăn chư chưa chương chải chấm chất chậm chắc chắn chỉ chỉnh chọn chồng chỗ chủ chứ chức chừng chữ cuối cuộc cành cá
các cách cán cáo cát cáy câu còn có cô công cùng cũ cũng cơ cư cường cả cảm cảnh cấm cấn cấp cần cận cập cắt cố cộng
cột của củng cựu diên diễn diện dài dân dình dòng dõi dùng dương dưới dưỡng dạng dấu dẫn dễ dịch dịp dồn dụ dục dụng
dự dựng ghép giàng giá giám giáo giói giả giải giảm giản giống giới giờ giữ giữa gì gói gõ gạch gần gọi gọn gốc gồm
hiếu hiểu hiện hiệp hiệu hoà hoàn hoàng hoạch hoạt hoặc huyện huấn huổi hà hàng háng hãy hòa hóa hùng hơ hơn hưng
hưu hương hướng hạn hạnh hải hẹ hẹt hết hệ họ học họp hỏi hồ hồi hồng hộ hội hợp hừa hữu hỳ khiển khoái khoản khoảng
khuất khá khác khách kháng khánh khép khê khóa không khăn khẩu khỏi khối khớp kiêm kiên kiến kiểm kiểu kè kèm kém
kép kê kô kôi kông ký kơi kần kế kết kể kịp kỳ kỷ liên liền liệu loại luân luôn luông luận luật luống luỹ là làm
làng lâm lân lâu lây lãi lãng lãnh lèng lê lên lìa lòa lói lót lôm lông lúc lý lăng lũng lũy lưu lương lưới lượng
lượt lạ lạc lại lạn lạng lấy lần lập lặp lẻ lếch lễ lệ lệch lệnh lịch lỗ lỗi lộ lộc lớn lớp lời lợi lục lừa lựa lực
miền miễn muông muộn mà máy mây mã mí mòn mô môn mông mùn măng mơ mươi mươn mười mường mạc mại mạng mạnh mẫu mật mặc
mặt mịch mọi mỏ mốc mối mỗi mộc một mới mở mục mức mứn mỳ mỹ nghiêng nghiệp nghèo nghìn nghĩa nghỉ nghị ngoài ngoại
ngoặc nguyên nguyễn nguồn ngài ngày ngãi ngô ngôn ngăn người ngược ngọc ngọk ngối ngờ ngữ nhiều nhiệm nhà nhân nhãn
nhè nhé nhì nhóm nhơn như nhưng nhạc nhạn nhất nhận nhập nhật nhị nhịp nhỏ nhớ nhờ nhừ những niên niệm nà nào này
nâng nèn nén nên nêu nói nông núa núi năm năng nơi nưa nạp nậm nằm nặm nặng nếu nối nội nộp nửa nữ nữa phiếu phái
pháp phát phân phép phì phìn phình phòng phó phông phú phúc phăng phương phường phạm phải phần phẩy phỏng phố phổ
phụ phủ pá pék pô pú pồ pồn pờ quyết quài quá quân quý quả quản quảng quần quận quốc quỳnh riêng ruồng rà réo rông
rõ rút rơ rạng rất rẫy rồi rờ soát sàn sá sách sáng sánh sáp sát sáu sáy sâu sìn sín sính só sông sĩ sơ sơn sạch sầm
sắc sắp sẵn sẽ số sớm sở sử sửa sự sỹ thiếu thiểu thiện thoát thuật thuộc thàng thành thái thám tháng thêm thì thín
thôi thôn thông thúc thơm thư thương thượng thạc thạch thả thấp thất thầu thầy thập thật thắng thẳng thế thể thị
thịnh thống thời thụ thụy thủ thủy thứ thức thừa thử thực tiên tiêu tiến tiếng tiếp tiết toàn triển triệu tràng
trách trái trãi trên trình trò tròn trùng trăm trước trường trưởng trạch trại trạm trạng trả trấn trần trận trắng
trị trọn trống trở trừ trực tuyên tuấn tuần tuổi tài tác tách tái tám tân tê tên tênh tìa tìm tình tính tòng tô tôi
tôn tông tùng tú tăng tơ tơi tượng tại tạo tả tải tất tấu tần tập tắc tế tệp tỉ tỉnh tịch tỏa tối tốt tổ tổng tộc
tới tờ tở tụ tục tủa từ từng tử tự tỷ uỷ viên viết việc việt và vàng vào vân vì ví vùng văn vĩnh vũ vượng vượt vạn
vấn vẫn vận vậy vẹn vẽ về vị với vụ vừa vững xoá xuyên xuân xuôi xuất xuống xá xác xám xây xã xét xóa xóm xú xăng
xương xả xấp xấu xếp xỉ xốp yên yêu yến yếu ái án áp âm ân ê ít ô ông ý đa đang đen đi điềm điền điều điểm điện đo
đoàn đoán đoạn đun đà đào đán đánh đâu đây đã đè đình đó đóng đông đúng đăk đăng đơn đường được đại đạn đạo đạt đảng
đảo đầu đầy đắc đắk đẳng đặt đếm đến đề đều để địa định đọc đối đốn đống đồ đồng đổi độ độc đội động đủ đứng ư ưu
ước ảng ảnh ấp ấy ẳng ở ủy
"""

COMMON = frozenset(_WORDS.split())
